module mapsan.dev/portable

go 1.18
