package co.seam.instantkeys.spec.adopt;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.NULLABLE;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;

import co.seam.instantkeys.spec.normalize.NamedSchemas;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.upstream.ChangeKind;
import co.seam.instantkeys.spec.upstream.Difference;
import co.seam.instantkeys.spec.upstream.Location;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adopts changes of what the contract already has: bounds, nullable, required, deprecated and formats. What it leaves
 * is for a deviation, or for a person.
 */
final class ChangeAdopter {
    /** Bounds that become argument checks. The server alone checks the others. */
    private static final Set<String> BOUNDS =
            Set.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern");

    private final ContractDraft draft;
    private final ContractLocator locator;

    ChangeAdopter(Document contract, ContractDraft draft) {
        this.draft = draft;
        locator = new ContractLocator(contract);
    }

    void adopt(Difference difference) {
        Location location = difference.location();
        Optional<ContractLocator.Target> target = locator.find(location);
        switch (difference.kind()) {
            case BOUND_TIGHTENED:
            case BOUND_LOOSENED:
                target.ifPresent(field -> difference.values().forEach(bound -> setBound(field.pointer(), bound)));
                break;
            case MADE_NULLABLE:
                if (!location.isInResponse()) {
                    target.ifPresent(field -> setFlag(field.pointer(), NULLABLE, true));
                }
                break;
            case OPTIONAL_MADE_NULLABLE:
                target.ifPresent(field -> setFlag(field.pointer(), NULLABLE, true));
                break;
            case DEPRECATED:
            case UNDEPRECATED:
                boolean isDeprecated = difference.kind() == ChangeKind.DEPRECATED;
                if (location.subject().equals("operation")) {
                    String post = "/paths" + Document.step(location.where()) + "/post";
                    draft.set(post, DEPRECATED, isDeprecated ? BooleanNode.TRUE : null);
                } else {
                    target.ifPresent(field -> setFlag(field.pointer(), DEPRECATED, isDeprecated));
                }
                break;
            case MADE_REQUIRED:
                if (!location.isInResponse()) {
                    target.ifPresent(field -> setRequired(field, true));
                }
                break;
            case MADE_OPTIONAL:
                if (!location.isInResponse()) {
                    target.ifPresent(field -> setRequired(field, false));
                }
                break;
            case LIST_MADE_OPTIONAL:
                target.ifPresent(field -> setRequired(field, false));
                break;
            case FORMAT_ADDED:
            case FORMAT_CHANGED:
            case FORMAT_REMOVED:
                target.ifPresent(field -> setFormat(field.pointer(), difference.values()));
                break;
            case DEFAULT_CHANGED:
                target.ifPresent(field -> draft.comment(
                        field.pointer(),
                        "The default of the server is " + String.join(", ", difference.values()) + "."));
                break;
            default: // a deviation, or a decision
        }
    }

    /** @param bound such as {@code maxItems 10}, {@code minimum >0} or {@code no maximum} */
    private void setBound(String pointer, String bound) {
        String[] parts = bound.split(" ", 2);
        boolean isRemoved = parts[0].equals("no");
        String keyword = isRemoved ? parts[1] : parts[0];
        if (!BOUNDS.contains(keyword)
                || locator.own(pointer).filter(pointer::equals).isEmpty()) {
            return;
        }
        if (isRemoved) {
            draft.set(pointer, keyword, null);
        } else if (keyword.equals("pattern")) {
            draft.set(pointer, keyword, TextNode.valueOf(parts[1]));
        } else {
            boolean isExclusive = parts[1].matches("[<>].*");
            JsonNode number = number(parts[1].replaceFirst("[<>]", ""));
            boolean isInteger = Composition.type(draft.root().at(pointer)).equals("integer");
            if (isExclusive && isInteger && number.isIntegralNumber()) {
                int step = keyword.equals("minimum") ? 1 : -1;
                draft.set(pointer, keyword, JsonNodeFactory.instance.numberNode(number.asInt() + step));
            } else {
                draft.set(pointer, keyword, number);
                if (isExclusive) {
                    String exclusive = keyword.equals("minimum") ? "exclusiveMinimum" : "exclusiveMaximum";
                    draft.set(pointer, exclusive, BooleanNode.TRUE);
                }
            }
        }
    }

    private static JsonNode number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.scale() <= 0 && number.precision() < 10
                ? JsonNodeFactory.instance.numberNode(number.intValueExact())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private void setFlag(String pointer, String keyword, boolean value) {
        locator.own(pointer).ifPresent(own -> draft.set(own, keyword, value ? BooleanNode.TRUE : null));
    }

    private void setRequired(ContractLocator.Target field, boolean required) {
        if (field.owner().isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>(
                Composition.texts(draft.schemas().path(field.owner()).path(REQUIRED)));
        if (names.contains(field.name()) == required) {
            return;
        }
        if (required) {
            names.add(field.name());
        } else {
            names.remove(field.name());
        }
        draft.setRequired(field.owner(), names);
    }

    private void setFormat(String pointer, Set<String> formats) {
        String format = formats.iterator().next();
        if (format.equals("none")) {
            draft.set(pointer, "format", null);
        } else if (NamedSchemas.FORMATS.contains(format)) {
            draft.set(pointer, "format", TextNode.valueOf(format));
        }
    }
}
