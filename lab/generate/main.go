// Command generate writes the lab's committed data set: go run ./generate (in lab/).
package main

import (
	"bytes"
	"log"
	"os"

	"github.com/tidemark/tidemark/lab/demo"
)

func main() {
	var text bytes.Buffer
	if err := demo.WriteShop(&text); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("demo/shop-sales.csv", text.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
