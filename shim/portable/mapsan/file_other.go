//go:build !unix

package mapsan

import "os"

func writeAt(path string, at int64, bytes []byte) bool {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = f.WriteAt(bytes, at)
	return err == nil
}

func appendTo(path string, bytes []byte) bool {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = f.Write(bytes)
	return err == nil
}
