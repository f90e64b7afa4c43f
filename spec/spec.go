// Package spec carries the files that both engines read: the JSON Schema of the
// spec object and the holidays of countries. The TypeScript engine imports the same files.
package spec

import _ "embed"

// Schema is spec/schema.json, the JSON Schema (draft 2020-12) of the spec object.
//
//go:embed schema.json
var Schema []byte

// Holidays is spec/holidays.json, which spec/holiday_days.py writes.
//
//go:embed holidays.json
var Holidays []byte

// ModelShape is spec/model.json, the fields of a model's JSON, which spec/modelshape writes.
//
//go:embed model.json
var ModelShape []byte

// Detector is spec/detector.json, the constants of the detector, each with its meaning.
//
//go:embed detector.json
var Detector []byte
