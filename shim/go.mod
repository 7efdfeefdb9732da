module mapsan.dev/shim

go 1.24

require mapsan.dev/golist v0.0.0

replace mapsan.dev/golist => ./golist
