package main

import (
	"context"
	"time"
)

var channelScenes = []scene{ring, buffered, selection, semaphore, broadcast, relay, patience, timers, contexts}

// ring: maps go round over unbuffered channels, and whoever has one writes to it.
func ring(s *stage) func() {
	links := make([]chan map[string]int, s.size)
	for i := range links {
		links[i] = make(chan map[string]int)
	}
	for i := range links {
		from, to := links[i], links[(i+1)%len(links)]
		s.actor(func() (n int) {
			if i%8 == 0 {
				select {
				case to <- map[string]int{}:
				case <-time.After(time.Second):
				}
			}
			for !s.over.Load() {
				select {
				case parcel := <-from:
					parcel[keys[i%len(keys)]]++
					select {
					case to <- parcel:
						n++
					case <-time.After(100 * time.Millisecond):
					}
				case <-time.After(100 * time.Millisecond):
				}
			}
			return n
		})
	}
	return nil
}

// patience: time passes before what was done is told, and before that is heard.
func patience(s *stage) func() {
	s.crowd(func(i int) {
		told := make(chan map[int]int, 1)
		go func() {
			parcel := map[int]int{i: 1}
			time.Sleep(time.Duration(i%8) * time.Millisecond)
			told <- parcel
		}()
		time.Sleep(time.Duration(i%5+i%8) * time.Millisecond)
		(<-told)[i]++
	})
	return nil
}

// buffered: many senders, many receivers.
func buffered(s *stage) func() {
	parcels := make(chan map[int]int, 32)
	s.crowd(func(i int) {
		if i%2 == 0 {
			select {
			case parcels <- map[int]int{i: 1}:
			case <-time.After(time.Millisecond):
			}
			return
		}
		select {
		case parcel := <-parcels:
			for k := range parcel {
				delete(parcel, k)
			}
		case <-time.After(time.Millisecond):
		}
	})
	return nil
}

// selection: senders and receivers both wait at two channels.
func selection(s *stage) func() {
	s.crowd(func(i int) {
		first, second := make(chan map[int]int), make(chan map[int]int, 1)
		for k := range 3 {
			go func() {
				m := map[int]int{k: i}
				select {
				case first <- m:
				case second <- m:
				}
			}()
		}
		for range 3 {
			select {
			case m := <-first:
				m[7]++
			case m := <-second:
				m[8]++
			}
		}
	})
	return nil
}

// semaphore: a buffered channel as a lock.
func semaphore(s *stage) func() {
	permits := make(chan struct{}, 1)
	stock := map[string]int{}
	s.crowd(func(i int) {
		permits <- struct{}{}
		stock[keys[i%len(keys)]]++
		<-permits
	})
	return nil
}

// broadcast: everybody reads what was written before a channel was closed.
func broadcast(s *stage) func() {
	s.crowd(func(i int) {
		ready, done := make(chan struct{}), make(chan struct{}, 4)
		menu := map[string]int{}
		for range cap(done) {
			go func() {
				<-ready
				must(menu["tea"] == i, "what was written before the close")
				done <- struct{}{}
			}()
		}
		menu["tea"] = i
		close(ready)
		for range cap(done) {
			<-done
		}
		clear(menu)
	})
	return nil
}

// relay: a map passes through goroutines that end.
func relay(s *stage) func() {
	s.crowd(func(i int) {
		parcel := map[int]int{}
		back := make(chan map[int]int)
		go func() {
			parcel[1] = i
			go func() {
				parcel[2] = i
				go func() {
					parcel[3] = i
					back <- parcel
				}()
			}()
		}()
		got := <-back
		must(got[1]+got[2]+got[3] == 3*i, "what a relay has carried")
	})
	return nil
}

// timers write, and are waited for, stopped, or reset.
func timers(s *stage) func() {
	s.crowd(func(i int) {
		alarms := map[string]int{}
		rung := make(chan struct{})
		alarms["set"]++
		timer := time.AfterFunc(time.Microsecond, func() {
			alarms["rung"]++
			close(rung)
		})
		if i%2 == 0 && timer.Stop() {
			alarms["stopped"]++
			timer.Reset(0)
		}
		<-rung
		alarms["heard"]++
		ticker := time.NewTicker(20 * time.Microsecond)
		<-ticker.C
		ticker.Stop()
	})
	return nil
}

// contexts are cancelled, and their callbacks write.
func contexts(s *stage) func() {
	type key struct{}
	s.crowd(func(int) {
		values := map[string]int{"depth": 0}
		root, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, values))
		child, cancelChild := context.WithTimeout(root, time.Hour)
		told := make(chan struct{})
		context.AfterFunc(child, func() {
			child.Value(key{}).(map[string]int)["after"]++
			close(told)
		})
		values["depth"]++
		cancel()
		<-told
		must(values["after"] == 1, "what ran after a context")
		cancelChild()
	})
	return nil
}
