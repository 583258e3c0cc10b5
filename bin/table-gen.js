#!/usr/bin/env node
import { start } from "../dist/cli/bundle/start.js";

// The code is set, not exited with: what is still on its way to a pipe must arrive.
process.exitCode = await start(process.argv.slice(2));
