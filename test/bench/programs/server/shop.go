package main

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

type order struct {
	ID    int            `json:"id"`
	Items map[string]int `json:"items"`
}

type shop struct {
	mu     sync.RWMutex
	orders map[int]order

	countsMu sync.Mutex
	counts   map[string]int
}

func newShop() *shop {
	s := &shop{orders: make(map[int]order), counts: make(map[string]int)}
	for id := range 1000 {
		s.orders[id] = order{ID: id, Items: map[string]int{"tea": id, "milk": 1}}
	}
	return s
}

func (s *shop) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", s.answer)
	mux.HandleFunc("POST /mistake", mistake)
	return mux
}

// answer looks up the order that is asked for; every tenth is replaced.
func (s *shop) answer(w http.ResponseWriter, r *http.Request) {
	var asked order
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if asked.ID%10 == 0 {
		s.mu.Lock()
		s.orders[asked.ID] = asked
		s.mu.Unlock()
	}
	s.mu.RLock()
	found := s.orders[asked.ID]
	s.mu.RUnlock()

	s.countsMu.Lock()
	s.counts[r.URL.Path]++
	s.countsMu.Unlock()

	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(found); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// mistake has the one race of this server, which only a long run asks for: nothing orders the two writes. They do not
// meet in time, since the runtime would end the process if it saw that.
func mistake(http.ResponseWriter, *http.Request) {
	stock := make(map[string]int)
	go func() { stock["tea"]++ }()
	time.Sleep(20 * time.Millisecond)
	stock["milk"]++
}

func (s *shop) served() int {
	s.countsMu.Lock()
	defer s.countsMu.Unlock()
	return s.counts["/orders"]
}
