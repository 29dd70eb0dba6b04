package co.seam.instantkeys.spec.upstream;

import static co.seam.instantkeys.spec.upstream.Impact.ADDITIVE;
import static co.seam.instantkeys.spec.upstream.Impact.BREAKING_FOR_BOTH;
import static co.seam.instantkeys.spec.upstream.Impact.BREAKING_FOR_US;
import static co.seam.instantkeys.spec.upstream.Impact.BREAKING_FOR_USERS;
import static co.seam.instantkeys.spec.upstream.Impact.TO_READ;

/**
 * Every way in which the public document can differ from {@code seam.yaml}, with its impact in a request and in a
 * response. Each is named as a change of the API since {@code seam.yaml} was correct.
 *
 * <p>The impact follows from what generated code does: enums are open, strings are read whatever their format unless it
 * is a time, bounds are not checked, and a list that is absent or null reads as empty.
 */
public enum ChangeKind {
    OPERATION_REMOVED("extra", "operation removed", BREAKING_FOR_BOTH),
    METHOD_REMOVED("extra", "method removed", BREAKING_FOR_BOTH),
    METHOD_ADDED("missing", "method added", ADDITIVE),

    CREDENTIAL_REJECTED("extra", "credential no longer accepted", BREAKING_FOR_US),
    CREDENTIAL_ACCEPTED("missing", "another credential accepted", ADDITIVE),
    CREDENTIAL_CHANGED("type", "credential sent differently", BREAKING_FOR_US),

    RESPONSE_ADDED("missing", "response added", ADDITIVE),
    RESPONSE_REMOVED("extra", "response removed", BREAKING_FOR_BOTH),
    /** Breaks nothing: an error response is mapped to an exception whatever it contains. */
    ERROR_RESPONSE_REMOVED("extra", "error response removed", ADDITIVE),
    /** A response that had the whole list has its first page; the Java method must return pages. */
    PAGINATED("missing", "list became paginated", BREAKING_FOR_BOTH),

    FIELD_ADDED("missing", "field added", ADDITIVE),
    REQUIRED_FIELD_ADDED("missing", "required field added", BREAKING_FOR_US, ADDITIVE),
    FIELD_REMOVED("extra", "field removed", BREAKING_FOR_BOTH),
    FIELD_RENAMED("extra", "field renamed", BREAKING_FOR_BOTH),
    /** Code that reads the field gets what it gets when the field is absent, and later lacks the getter. */
    OPTIONAL_FIELD_REMOVED("extra", "field removed", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    OPTIONAL_FIELD_RENAMED("extra", "field renamed", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    /** The server rejects a request that has none of these sets of fields. */
    CHOICE_REQUIRED("composition", "one of several sets of fields required", BREAKING_FOR_US, ADDITIVE),
    /** The server accepts one more set where it requires one of several. */
    CHOICE_WIDENED("composition", "another set of fields accepted", ADDITIVE),
    CHOICE_REMOVED("composition", "no set of fields required any more", ADDITIVE),
    /** The public document states that the request needs parameters, although it marks none as required. */
    PARAMETERS_REQUIRED("composition", "some parameter required", BREAKING_FOR_US),

    MADE_REQUIRED("required", "made required", BREAKING_FOR_US, ADDITIVE),
    MADE_OPTIONAL("required", "no longer required", ADDITIVE, BREAKING_FOR_BOTH),
    /** Breaks nothing in a response: an absent list reads as empty. */
    LIST_MADE_OPTIONAL("required", "list no longer required", ADDITIVE),
    MADE_NULLABLE("nullable", "made nullable", ADDITIVE, BREAKING_FOR_BOTH),
    /** Breaks nothing: null reads as absent does, for a list and for a field that was optional. */
    OPTIONAL_MADE_NULLABLE("nullable", "made nullable where it was optional", ADDITIVE),
    /** Removes the methods for an explicit null from the Java API. */
    MADE_NON_NULLABLE("nullable", "no longer nullable", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),

    TYPE_CHANGED("type", "type changed", BREAKING_FOR_BOTH),
    /** Code that reads any value still reads it; the Java type becomes narrower. A request may be rejected. */
    TYPE_NARROWED("type", "type changed", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    /** The server accepts what it did; the Java type becomes wider. A response may not be readable. */
    TYPE_WIDENED("type", "type changed", BREAKING_FOR_USERS, BREAKING_FOR_BOTH),
    FORMAT_ADDED("format", "format added", BREAKING_FOR_US, ADDITIVE),
    FORMAT_REMOVED("format", "format removed", ADDITIVE),
    FORMAT_CHANGED("format", "format changed", BREAKING_FOR_US, ADDITIVE),
    /** Changes the Java type, which depends on this format. */
    TYPED_FORMAT_ADDED("format", "format added", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    TYPED_FORMAT_REMOVED("format", "format removed", BREAKING_FOR_USERS, BREAKING_FOR_BOTH),

    ENUM_VALUES_ADDED("enum", "enum values added", ADDITIVE),
    /** Removes constants from the Java API. */
    ENUM_VALUES_REMOVED("enum", "enum values removed", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    ENUM_ADDED("enum", "string became an enum", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    ENUM_REMOVED("enum", "enum became a string", BREAKING_FOR_USERS),

    BOUND_TIGHTENED("bounds", "bound tightened", BREAKING_FOR_US, ADDITIVE),
    BOUND_LOOSENED("bounds", "bound loosened", ADDITIVE),
    OPENED("open", "additional properties allowed", ADDITIVE),
    CLOSED("open", "additional properties restricted", BREAKING_FOR_US, ADDITIVE),
    /** The server assumes another value than the description of the field says. */
    DEFAULT_CHANGED("default", "default changed", BREAKING_FOR_US),

    /** A default of null is what an absent field means anyway. */
    DEFAULT_NULL("default", "default changed", ADDITIVE),

    DEPRECATED("deprecated", "deprecated", ADDITIVE),
    UNDEPRECATED("deprecated", "no longer deprecated", ADDITIVE),

    /** New since the last comparison, and not in {@code seam.yaml}. */
    OPERATION_ADDED("missing", "new operation", ADDITIVE),
    RESOURCE_ADDED("missing", "new resource", ADDITIVE),
    /** Changed since the last comparison, where {@code seam.yaml} has a description of its own. */
    TEXT_CHANGED("text", "text changed", TO_READ),
    KEYWORD_CHANGED("keyword", "keyword changed", TO_READ);

    /** The aspect that an entry of {@code deviations.yaml} names to cover such a difference. */
    final String aspect;

    /** How the report names the change. */
    final String label;

    private final Impact inRequest;
    private final Impact inResponse;

    ChangeKind(String aspect, String label, Impact everywhere) {
        this(aspect, label, everywhere, everywhere);
    }

    ChangeKind(String aspect, String label, Impact inRequest, Impact inResponse) {
        this.aspect = aspect;
        this.label = label;
        this.inRequest = inRequest;
        this.inResponse = inResponse;
    }

    /** Returns the aspect that an entry of {@code deviations.yaml} names to cover such a difference. */
    public String aspect() {
        return aspect;
    }

    Impact impact(Location location) {
        return location.isInResponse() ? inResponse : inRequest;
    }
}
