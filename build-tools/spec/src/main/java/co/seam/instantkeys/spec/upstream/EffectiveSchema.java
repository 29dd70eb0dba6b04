package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Bounds;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * What a schema means on the wire, however it is spelled: references are followed and compositions merged.
 *
 * @param name of the schema in its document; empty if it has none
 * @param types empty if a value may be anything; several where the variants of a union differ
 * @param formats empty if there is none; several where the variants of a union differ
 * @param values of an enum; empty if it is none
 * @param bounds see {@link Bounds}
 * @param open what additional properties may be; empty if there are none
 * @param fields by name
 * @param required names of fields that are always present: in all variants of a union
 * @param choice sets of fields of which a union requires one, as text; empty if it requires none
 * @param items of a list; else null
 * @param byDefault what the server assumes for an absent field, as JSON; empty if the document does not say
 */
public record EffectiveSchema(
        String name,
        Set<String> types,
        Set<String> formats,
        boolean nullable,
        boolean deprecated,
        Set<String> values,
        Map<String, String> bounds,
        String open,
        Map<String, EffectiveSchema> fields,
        Set<String> required,
        String choice,
        EffectiveSchema items,
        String byDefault) {

    EffectiveSchema named(String newName) {
        return new EffectiveSchema(
                newName,
                types,
                formats,
                nullable,
                deprecated,
                values,
                bounds,
                open,
                fields,
                required,
                choice,
                items,
                byDefault);
    }

    boolean isList() {
        return types.contains("array");
    }

    String type() {
        return types.isEmpty() ? "anything" : String.join("|", types);
    }

    String format() {
        return formats.isEmpty() ? "none" : String.join("|", formats);
    }

    boolean isNumber() {
        return types.size() == 1 && (types.contains("integer") || types.contains("number"));
    }

    /** Returns whether the two are likely to be one field under two names. */
    boolean isLike(EffectiveSchema other) {
        if (isNumber() && other.isNumber()) {
            return true;
        }
        return types.equals(other.types)
                && formats.equals(other.formats)
                && (values.isEmpty() || other.values.isEmpty() || !Collections.disjoint(values, other.values))
                && sharesFields(other)
                && (items == null || other.items == null || items.isLike(other.items));
    }

    /** Returns whether at least half of the fields of the smaller one are fields of the other. */
    private boolean sharesFields(EffectiveSchema other) {
        long shared = fields.keySet().stream().filter(other.fields::containsKey).count();
        return 2 * shared >= Math.min(fields.size(), other.fields.size());
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ") + type() + (formats.isEmpty() ? "" : " (" + format() + ")");
    }
}
