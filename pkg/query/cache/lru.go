// Package cache holds what is dear to get and safe to lose: an LRU bounded by bytes, and a
// single flight for callers who want the same thing at the same time.
package cache

import (
	"container/list"
	"strings"
	"sync"
)

// LRU is a map bounded by the bytes of its values; the least recently used go first. It is
// safe for concurrent use. (otter was weighed and left: its asynchronous eviction lets the
// bound be exceeded for a while, and this process shares its memory limit with Grafana.)
type LRU[V any] struct {
	mu       sync.Mutex
	maxBytes int64
	bytes    int64
	recent   *list.List // of *item[V]; the front is the most recently used
	items    map[string]*list.Element
}

type item[V any] struct {
	key   string
	value V
	bytes int64
}

// overhead is what an entry costs beside key and value: list element, map slot, headers.
const overhead = 200

// NewLRU returns an empty cache that holds at most maxBytes.
func NewLRU[V any](maxBytes int64) *LRU[V] {
	return &LRU[V]{maxBytes: maxBytes, recent: list.New(), items: map[string]*list.Element{}}
}

// Get returns the value of key and makes it the most recently used.
func (c *LRU[V]) Get(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.items[key]
	if !ok {
		var zero V
		return zero, false
	}
	c.recent.MoveToFront(element)
	return element.Value.(*item[V]).value, true
}

// Put stores value under key; bytes is the value's size. A value that alone exceeds the
// bound is not stored, and an older one under the same key goes.
func (c *LRU[V]) Put(key string, value V, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(key)
	bytes += int64(len(key)) + overhead
	if bytes > c.maxBytes {
		return
	}
	c.items[key] = c.recent.PushFront(&item[V]{key: key, value: value, bytes: bytes})
	for c.bytes += bytes; c.bytes > c.maxBytes; {
		c.remove(c.recent.Back().Value.(*item[V]).key)
	}
}

// Drop removes the values of all keys that begin with a prefix.
func (c *LRU[V]) Drop(prefix string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key := range c.items {
		if strings.HasPrefix(key, prefix) {
			c.remove(key)
		}
	}
}

// Bytes is the size of what is stored.
func (c *LRU[V]) Bytes() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes
}

// Len is the number of values stored.
func (c *LRU[V]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.items)
}

func (c *LRU[V]) remove(key string) {
	element, ok := c.items[key]
	if !ok {
		return
	}
	c.bytes -= element.Value.(*item[V]).bytes
	c.recent.Remove(element)
	delete(c.items, key)
}
