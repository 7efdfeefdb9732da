package main

import "sync"

// goroutines stay alive, and each of them has written to one shared map.
func goroutines(n int) any {
	var (
		mu   sync.Mutex
		hits = make(map[int]int)
		all  sync.WaitGroup
		end  = make(chan struct{})
	)
	all.Add(n)
	for i := range n {
		go func() {
			mu.Lock()
			hits[i%100]++
			mu.Unlock()
			all.Done()
			<-end
		}()
	}
	all.Wait()
	return end
}

// mutexes have been locked once each, by a goroutine that uses maps.
func mutexes(n int) any {
	all := make([]*sync.Mutex, n)
	seen := make(map[int]int)
	for i := range all {
		all[i] = new(sync.Mutex)
		all[i].Lock()
		seen[i%100]++
		all[i].Unlock()
	}
	return all
}

func channels(n int) any {
	all := make([]chan int, n)
	seen := make(map[int]int)
	for i := range all {
		all[i] = make(chan int, 1)
		seen[i%100]++
		all[i] <- i
	}
	return all
}

func maps(n int) any {
	all := make([]map[int]int, n)
	for i := range all {
		all[i] = make(map[int]int)
		all[i][i] = i
	}
	return all
}

// mebibytes of small objects that have nothing to do with maps or synchronisation.
func mebibytes(n int) any {
	type node struct {
		next *node
		text [48]byte
	}
	var list *node
	for range n << 20 / 64 {
		list = &node{next: list}
	}
	return list
}
