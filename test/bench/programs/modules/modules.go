// Package modules pins the modules whose own benchmarks are run with MapSan and without.
package modules

import (
	_ "github.com/gorilla/mux"
	_ "github.com/hashicorp/golang-lru/v2"
	_ "github.com/patrickmn/go-cache"
	_ "github.com/prometheus/client_golang/prometheus"
	_ "github.com/puzpuzpuz/xsync/v4"
	_ "go.uber.org/zap"
)
