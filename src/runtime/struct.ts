import { View } from "./view.js";

/** A value of a struct, in a row or in a list: the base of generated classes. */
export abstract class Struct extends View {}
