package zone

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"io"
	"sync"
	"time"
)

// database is the IANA time zone database as Go ships it, lib/time/zoneinfo.zip, which is in the public
// domain. time.LoadLocation would prefer the files of the host: two replicas with files of
// different years would judge a day with another clock change differently.
//
//go:embed zoneinfo.zip
var database []byte

// locations are those that were asked for. A location never changes.
var locations sync.Map

// locationOf returns the zone of that name; nil if there is none.
func locationOf(zoneName string) *time.Location {
	if known, ok := locations.Load(zoneName); ok {
		return known.(*time.Location)
	}
	rules, err := rulesOf(zoneName)
	if err != nil {
		return nil
	}
	location, err := time.LoadLocationFromTZData(zoneName, rules)
	if err != nil {
		return nil
	}
	locations.Store(zoneName, location)
	return location
}

var open = sync.OnceValues(func() (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(database), int64(len(database)))
})

// rulesOf reads a zone's file.
func rulesOf(zoneName string) ([]byte, error) {
	files, err := open()
	if err != nil {
		return nil, err
	}
	file, err := files.Open(zoneName)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(file)
}
