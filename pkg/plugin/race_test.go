//go:build race

package plugin

// raceDetector multiplies memory.
const raceDetector = true
