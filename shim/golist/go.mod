module mapsan.dev/golist

go 1.18
