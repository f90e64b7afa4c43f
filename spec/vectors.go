package spec

import "embed"

// Vectors holds spec/vectors/<stage>/<name>.json and spec/functions.json: the numbers both
// engines must reproduce, and the list of who computes them. Only tests read it, so the
// linker leaves it out of the plugin.
//
//go:embed functions.json vectors
var Vectors embed.FS
