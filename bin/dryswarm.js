#!/bin/sh
":" //; exec node -- "$0" "$@"
// For sh the line above starts Node, for Node it is a string. What stands behind "--" is ours: Node 20 and 22 take an --env-file that
// is docker's for their own, wherever it stands; busybox's env could not pass "--" on in a first line.
// Checks the Node version in syntax that every Node reads, then loads the program: packs of modules in dist/, each when a module
// of it is asked for.
var major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  process.stderr.write("dryswarm needs Node.js 20 or newer, this is " + process.versions.node + "\n");
  process.exit(1);
}
var fs = require("node:fs");
var dist = require("node:path").join(__dirname, "../dist/");
// Compiling is half of what a start costs beyond bare Node. The caches are those of the Node that built them; another one keeps
// its own where it can (from 22.1 on).
var cache = "." + process.version + "-" + process.arch + ".cache";
var vm = fs.existsSync(dist + "core" + cache) ? require("node:vm") : undefined;
var keepCaches = vm ? undefined : require("node:module").enableCompileCache;
if (keepCaches) keepCaches();
if (!fs.existsSync(dist + "core.cjs")) {
  process.stderr.write("dryswarm is not built: run npm install and npm run build in " + require("node:path").join(__dirname, "..") + "\n");
  process.exit(1);
}
var packs = {};

/** The function that a pack is. */
function read(name) {
  var file = dist + name + ".cjs";
  if (!vm) return require(file);
  var cachedData;
  try {
    cachedData = fs.readFileSync(dist + name + cache);
  } catch (_none) {
    // V8 compiles what is needed.
  }
  return new vm.Script(fs.readFileSync(file, "latin1"), { filename: file, cachedData: cachedData }).runInThisContext();
}

/** Evaluates a pack; gives its modules, as functions that evaluate them. */
function evaluate(name) {
  var pack = { exports: {} };
  read(name)(need, pack, pack.exports);
  return pack.exports.modules;
}

/** What is required in a pack: "#PACK/MODULE" is a module of another one. */
function need(id) {
  if (id[0] !== "#") return require(id);
  var at = id.indexOf("/");
  var name = id.slice(1, at);
  if (!packs[name]) packs[name] = evaluate(name);
  return packs[name][id.slice(at + 1)]();
}

module.exports = need("#core/src/main.ts").main;
module.exports();
