var __webpack_exports__ = {};
// Exists so that the runner registers post even where main is never reached; a local `uses: ./` has no pre.
process.exitCode = 0;


