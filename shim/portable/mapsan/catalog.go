package mapsan

import "strings"

// catalog has the names that maps, locks and goroutines have in the sources: files of a catalog.json. `mapsan instrument`
// fills it in, with $MODULE for the module's folder.
var catalog = []string{}

func catalogText(moduleRoot string) string {
	root := quoted(moduleRoot + "/")
	for i, file := range catalog {
		catalog[i] = strings.ReplaceAll(file, `"$MODULE/`, strings.TrimSuffix(root, `"`))
	}
	return `{"schema":1,"problems":[],"files":[` + strings.Join(catalog, ",") + "]}\n"
}
