package main

import "testing"

func TestKinds(t *testing.T) {
	for _, kind := range kinds[:2] {
		t.Run(kind.name, func(t *testing.T) { kind.run(newShop()) })
	}
}
