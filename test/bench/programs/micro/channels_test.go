package micro

import "testing"

func BenchmarkChannelPingPong(b *testing.B) {
	there, back := make(chan int), make(chan int)
	useMap()
	go func() {
		for v := range there {
			if v == 0 {
				useMap()
			}
			back <- v
		}
	}()
	for i := range b.N {
		there <- i
		<-back
	}
	close(there)
}

// BenchmarkMapMessage hands a map to and fro; both sides write to it.
func BenchmarkMapMessage(b *testing.B) {
	there, back := make(chan map[int]int), make(chan map[int]int)
	go func() {
		for m := range there {
			m[1]++
			back <- m
		}
	}()
	m := make(map[int]int)
	for range b.N {
		m[2]++
		there <- m
		m = <-back
	}
	close(there)
}
