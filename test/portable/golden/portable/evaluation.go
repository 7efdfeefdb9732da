// Package evaluation prints in which order things are evaluated.
package evaluation

import "fmt"

var (
	data = map[string]int{"a": 1}
	told = map[string]int{}
)

func say[T any](what string, v T) T {
	fmt.Print(what, " ")
	return v
}

func replace() string {
	data = map[string]int{"a": 100, "k": 50}
	return "a"
}

func pair() (int, error) { return 3, nil }

func two(a, b int) int { return a*1000 + b }

func maps() map[string]int {
	fmt.Print("maps ")
	return data
}

func Run() {
	told[say("key", "a")] = mapsan_AfterWrite(say("value", 1), told)
	told[say("key", "a")] += mapsan_AfterWrite(say("value", 5), told)
	told["x"] = mapsan_AfterWrite(<-filled(4), told)
	told["y"], data["y"] = say("first", 1), mapsan_AfterWrite(mapsan_AfterWrite(say("second", 2), told), data)
	fmt.Println(told, data)

	data = map[string]int{"a": 1}
	data["b"] = len(mapsan_AfterWrite(replace(), data)) // data is another map by then
	fmt.Println(data)
	data = map[string]int{"a": 1}
	fmt.Println(data[mapsan_AfterRead(replace(), data)])
	data = map[string]int{"a": 1}
	fmt.Println(data["a"]+len(replace()), two(data["a"], len(replace())))
	data = map[string]int{"a": 1}
	var err error
	data["p"], err = mapsan_AfterWrite(mapsan_Two(pair()), data).Both()
	fmt.Println(mapsan_Read(data)["p"], err)
	delete(data, mapsan_AfterDelete(say("gone", "p"), data))
	maps()["m"] = say("late", 1)
	fmt.Println(maps()["m"], say("before", 1)+mapsan_Read(maps())["m"])
	if say("left", false) && mapsan_Read(maps())["m"] > 0 || say("right", true) && mapsan_Read(data)["m"] == 1 {
		fmt.Println("and so on")
	}
	i := "a"
	i, mapsan_Write(data)[i] = "b", 9
	fmt.Println(i, mapsan_Read(data)["a"], mapsan_Read(data)["b"])
	func() {
		defer func() { fmt.Println("recovered:", recover() != nil) }()
		index := map[string][]int{"a": {1}}
		index["a"][say("index", 3)] = say("never", 1)
	}()
}

func filled(n int) chan int {
	c := make(chan int, 1)
	c <- n
	return c
}
