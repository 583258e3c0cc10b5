/**
 * The programming interface of table-gen. Everything here is meant to be used by other programs; what a
 * built library's rows look like is the business of `table-gen/runtime`.
 */
export {
  defineConfig,
  type UserColumn,
  type UserConfig,
  type UserDialect,
  type UserEnum,
  type UserEnumValue,
  type UserFullEnum,
  type UserNamedEnumValue,
  type UserTable,
  type UserText,
} from "./pipeline/config/user-config.js";
