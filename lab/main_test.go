package main

import (
	"testing"
	"time"
)

// A store waits for its readers: a hostile query must not keep the lab alive.
func TestWhatDoesNotEndIsLeftBehind(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	if err := within(time.Millisecond, func() error { <-forever; return nil }); err == nil {
		t.Error("within = nil; want an error that says what was left")
	}
	if err := within(time.Minute, func() error { return nil }); err != nil {
		t.Errorf("within = %v for what ends; want nil", err)
	}
}
