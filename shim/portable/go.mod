module mapsan.dev/portable

go 1.18

require mapsan.dev/golist v0.0.0

replace mapsan.dev/golist => ../golist
