import { type Command, InvalidArgumentError } from "commander";
import { isChannelName } from "../model/release-directory.js";

/** Options of every command that publishes. */
export interface PublishCommandOptions {
  readonly channel?: string;
  readonly keep?: number;
  readonly sign?: string;
  /** Seconds. */
  readonly lockTimeout?: number;
}

/** Adds the options by which a release is published. */
export function addPublishOptions(command: Command): Command {
  return addChannelOption(command)
    .option("--keep <count>", "releases that stay beside those in use", parseCount)
    .option("--sign <key>", "sign with the Ed25519 private key in this PEM file")
    .option(
      "--lock-timeout <seconds>",
      "how long another publisher is waited for; 60 unless given",
      parseSeconds,
    );
}

export function addChannelOption(command: Command): Command {
  return command.option("--channel <name>", "which pointer is meant; stable unless given", parseChannel);
}

/** Returns the options as the functions that publish take them. */
export function toPublishOptions({ channel, keep, sign, lockTimeout }: PublishCommandOptions) {
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(keep === undefined ? {} : { keep }),
    ...(sign === undefined ? {} : { sign }),
    ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout * 1000 }),
  };
}

/** For commander: returns a channel's name, or throws what it reports. */
export function parseChannel(text: string): string {
  if (isChannelName(text)) return text;
  throw new InvalidArgumentError(
    "A channel's name has small letters, digits and -, and begins with a letter.",
  );
}

/** For commander: seconds, which may have a fraction. */
export function parseSeconds(text: string): number {
  if (/^\d{1,7}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number of seconds.");
}

/** For commander: a whole number from 1. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 1 or more.");
}
