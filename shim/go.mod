module mapsan.dev/shim

go 1.24
