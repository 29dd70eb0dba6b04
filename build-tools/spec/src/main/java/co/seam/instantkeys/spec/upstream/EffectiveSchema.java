package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Bounds;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * What a schema comes to on the wire, however it is spelled: references are followed and compositions merged.
 *
 * @param name of the schema in its document; empty if it has none
 * @param types none where anything goes
 * @param formats none where there is none; several where the variants of a union differ, as with types
 * @param values of an enum; none where anything goes
 * @param bounds see {@link Bounds}
 * @param open what fields beyond the known ones may be: empty if there are none
 * @param fields by name
 * @param required names of fields that are always there: in all variants of a union
 * @param choice sets of fields of which a union demands one, as text; empty if there is no such demand
 * @param items of a list; else null
 * @param byDefault what the server takes where nothing is sent, as JSON; empty if that is not told
 */
record EffectiveSchema(
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

    EffectiveSchema named(String itsName) {
        return with(itsName, nullable);
    }

    EffectiveSchema orNull() {
        return with(name, true);
    }

    private EffectiveSchema with(String itsName, boolean orNull) {
        return new EffectiveSchema(
                itsName,
                types,
                formats,
                orNull,
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

    /** Whether the two may well be one field under two names, in two documents that see it a little differently. */
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

    /** At least half of those of the smaller one. */
    private boolean sharesFields(EffectiveSchema other) {
        long shared = fields.keySet().stream().filter(other.fields::containsKey).count();
        return 2 * shared >= Math.min(fields.size(), other.fields.size());
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ") + type() + (formats.isEmpty() ? "" : " (" + format() + ")");
    }
}
