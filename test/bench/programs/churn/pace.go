package main

import "time"

// A worker looks at the clock after so many things.
const batch = 100

// paced makes things for as long as it is told, at a rate a second or as many as it can, and returns how many.
func paced(rate int, duration time.Duration, churn func(n int)) int {
	made := 0
	for start := time.Now(); time.Since(start) < duration; {
		due := int(time.Since(start).Seconds() * float64(rate))
		if made+batch > due {
			time.Sleep(time.Millisecond)
			continue
		}
		churn(batch)
		made += batch
	}
	return made
}
