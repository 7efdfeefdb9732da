package mapsan

// version is that of the MapSan that put this package here.
const version = "unknown"
