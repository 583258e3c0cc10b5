import {
  createEnum,
  createStruct,
  createVariant,
  enumType,
  float32,
  int32,
  type LibrarySpec,
  list,
  map,
  optional,
  reference,
  set,
  string,
  structType,
  uint8,
  uint32,
  variantType,
  version,
} from "../emit/cpp/images.js";

const enums = [{ ...createEnum("Slot", { head: 1, body: 2, feet: 4 }), isFlags: true }];
const slots = enumType(enums, "Slot");
const tables = ["Hero", "HeroLevel", "Item", "Npc", "Quest", "Settings"];
const item = reference(tables, ["Item"], int32);
const hero = reference(tables, ["Hero"], int32);
const shape = variantType(0, "Shape");
const rewardStruct = createStruct("Reward", [
  ["item", item],
  ["count", uint32],
]);
const structs = [
  createStruct("Circle", [["radius", float32]]),
  createStruct("Group", [["shapes", list(shape)]]),
  rewardStruct,
  createStruct("Square", [["side", float32]]),
];
const reward = structType(2, rewardStruct);

/** What the examples of docs/cpp-types.md and docs/typescript-types.md are about. */
export const typesLibrary: LibrarySpec = {
  name: "game",
  namespace: "game",
  enums,
  structs,
  variants: [createVariant("Shape", structs, ["Circle", "Square", "Group"])],
  tables: [
    {
      name: "Hero",
      columns: [
        ["id", int32],
        ["name", string],
        ["weapon", item],
        ["shield", optional(item)],
      ],
      keys: [["id"]],
      rows: [],
    },
    {
      name: "HeroLevel",
      columns: [
        ["hero", hero],
        ["level", uint8],
        ["exp", int32],
      ],
      keys: [["hero", "level"]],
      multi: { hero: ["hero"] },
      ordered: { hero_exp: ["hero", "exp"] },
      rows: [],
    },
    {
      name: "Item",
      columns: [
        ["id", int32],
        ["name", string],
        ["price", int32],
        ["since", version],
        ["slots", slots],
      ],
      keys: [["id"]],
      ordered: { price: ["price"] },
      rows: [],
    },
    {
      name: "Npc",
      columns: [
        ["id", int32],
        ["name", string],
      ],
      keys: [["id"]],
      rows: [],
    },
    {
      name: "Quest",
      columns: [
        ["id", int32],
        ["reward", reward],
        ["bonus", optional(reward)],
        ["choices", list(reward)],
        ["area", shape],
        ["tags", set(string)],
        ["items", set(item)],
        ["titles", map(string, string)],
        ["stages", map(int32, reward)],
        ["giver", optional(reference(tables, ["Npc", "Item"], int32))],
      ],
      keys: [["id"]],
      rows: [],
    },
    { name: "Settings", columns: [["max_level", int32]], isSingleton: true, rows: [[60]] },
  ],
};
