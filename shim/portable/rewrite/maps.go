package main

import "go/types"

// isMap is true also for a type parameter all of whose types are maps of one kind.
func isMap(t types.Type) bool {
	if parameter, ok := t.(*types.TypeParam); ok {
		t = coreType(parameter)
	}
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// coreType is the one underlying type of all types that a constraint allows; nil when there are several.
func coreType(parameter *types.TypeParam) types.Type {
	constraint, ok := parameter.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var core types.Type
	for i := 0; i < constraint.NumEmbeddeds(); i++ {
		embedded := constraint.EmbeddedType(i)
		if union, ok := embedded.(*types.Union); ok {
			for j := 0; j < union.Len(); j++ {
				under := union.Term(j).Type().Underlying()
				if core != nil && !types.Identical(core, under) {
					return nil
				}
				core = under
			}
			continue
		}
		if _, isInterface := embedded.Underlying().(*types.Interface); !isInterface {
			core = embedded.Underlying()
		}
	}
	return core
}
