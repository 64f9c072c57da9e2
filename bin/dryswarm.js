#!/usr/bin/env node
// Checks the Node version in syntax that every Node reads, then loads the program.
var major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  process.stderr.write("dryswarm needs Node.js 20 or newer, this is " + process.versions.node + "\n");
  process.exit(1);
}
require("../dist/main.cjs");
