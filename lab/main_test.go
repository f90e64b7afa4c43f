package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A plugin waits for its queries: a hostile query must not keep the lab alive.
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

// One import of Prometheus' configuration brings the cloud providers' SDKs: minutes of a first start.
func TestTheLabBuildsNoCloudSDK(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil || !strings.Contains(string(out), "prometheus/promql") {
		t.Fatalf("go list -deps . = %.200s, %v; want the lab's packages", out, err)
	}
	for name := range strings.Lines(string(out)) {
		if regexp.MustCompile(`aws|Azure|k8s\.io|cloud\.google`).MatchString(name) {
			t.Errorf("the lab builds %s", name)
		}
	}
}
