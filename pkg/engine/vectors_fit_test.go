package engine_test

// fitRunners are the runners of stage fit. Twin: src/engine/vectors/fitRunners.ts.
var fitRunners = map[string]runner{}
