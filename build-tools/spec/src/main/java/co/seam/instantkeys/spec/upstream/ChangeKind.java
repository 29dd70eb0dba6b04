package co.seam.instantkeys.spec.upstream;

import static co.seam.instantkeys.spec.upstream.Impact.ADDITIVE;
import static co.seam.instantkeys.spec.upstream.Impact.BREAKING_FOR_BOTH;
import static co.seam.instantkeys.spec.upstream.Impact.BREAKING_FOR_US;
import static co.seam.instantkeys.spec.upstream.Impact.BREAKING_FOR_USERS;

/**
 * Every way in which the public document can differ from {@code seam.yaml}, and what that does in a request and in an
 * answer. Told as what happened to the API since {@code seam.yaml} was right. How generated code meets each: enums are
 * open, texts of any format but a time are read as they come, bounds are not checked, and a list that is absent or null
 * reads as empty.
 */
public enum ChangeKind {
    OPERATION_GONE("extra", "operation gone", BREAKING_FOR_BOTH),
    METHOD_GONE("extra", "method gone", BREAKING_FOR_BOTH),
    METHOD_ADDED("missing", "method added", ADDITIVE),

    CREDENTIAL_REFUSED("extra", "credential no longer accepted", BREAKING_FOR_US),
    CREDENTIAL_ACCEPTED("missing", "another credential accepted", ADDITIVE),
    CREDENTIAL_RETYPED("type", "credential sent in another way", BREAKING_FOR_US),

    ANSWER_ADDED("missing", "answer added", ADDITIVE),
    ANSWER_GONE("extra", "answer gone", BREAKING_FOR_BOTH),
    /** Of a call that failed: such an answer is read, or borne, whatever it holds. */
    FAILURE_GONE("extra", "answer of a failed call gone", ADDITIVE),
    /** A list that was whole is a first page now; its method must return pages. */
    PAGINATED("missing", "list became paginated", BREAKING_FOR_BOTH),

    FIELD_ADDED("missing", "field added", ADDITIVE),
    FIELD_DEMANDED("missing", "mandatory field added", BREAKING_FOR_US, ADDITIVE),
    FIELD_GONE("extra", "field gone", BREAKING_FOR_BOTH),
    FIELD_RENAMED("extra", "field renamed", BREAKING_FOR_BOTH),
    /** A request without one of the fields that a choice names is refused. */
    COMPOSED("composition", "one of several sets of fields demanded", BREAKING_FOR_US, ADDITIVE),
    /** One more of such sets. */
    WIDENED("composition", "another set of fields accepted", ADDITIVE),

    MADE_REQUIRED("required", "made mandatory", BREAKING_FOR_US, ADDITIVE),
    MADE_OPTIONAL("required", "no longer mandatory", ADDITIVE, BREAKING_FOR_BOTH),
    /** Of an answer. */
    LIST_MADE_OPTIONAL("required", "list no longer mandatory", ADDITIVE),
    MADE_NULLABLE("nullable", "made nullable", ADDITIVE, BREAKING_FOR_BOTH),
    /** Of a list, or of a field that could be absent before: null reads as that did. */
    ABSENT_MADE_NULLABLE("nullable", "made nullable where it could be absent", ADDITIVE),
    /** Methods for an explicit null go. */
    NULL_GONE("nullable", "no longer nullable", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),

    RETYPED("type", "retyped", BREAKING_FOR_BOTH),
    FORMAT_GAINED("format", "format added", BREAKING_FOR_US, ADDITIVE),
    FORMAT_LOST("format", "format gone", ADDITIVE),
    FORMAT_CHANGED("format", "format changed", BREAKING_FOR_US, ADDITIVE),
    /** The format decides on the Java type. */
    TYPED_FORMAT_GAINED("format", "format added", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    TYPED_FORMAT_LOST("format", "format gone", BREAKING_FOR_USERS, BREAKING_FOR_BOTH),

    ENUM_GROWN("enum", "enum grown", ADDITIVE),
    /** A constant goes. */
    ENUM_SHRUNK("enum", "enum shrunk", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    ENUM_ADDED("enum", "text became an enum", BREAKING_FOR_BOTH, BREAKING_FOR_USERS),
    ENUM_GONE("enum", "enum became a text", BREAKING_FOR_USERS),

    TIGHTENED("bounds", "limit tightened", BREAKING_FOR_US, ADDITIVE),
    LOOSENED("bounds", "limit loosened", ADDITIVE),
    OPENED("open", "fields beyond the known ones allowed", ADDITIVE),
    CLOSED("open", "fields beyond the known ones restricted", BREAKING_FOR_US, ADDITIVE),
    /** A request that leaves the field out gets something else than its description says. */
    DEFAULT_CHANGED("default", "default changed", BREAKING_FOR_US),

    DEPRECATED("deprecated", "deprecated", ADDITIVE),
    REINSTATED("deprecated", "no longer deprecated", ADDITIVE);

    /** The last word of an entry of {@code deviations.yaml} that covers such a difference. */
    final String aspect;

    final String words;
    private final Impact inRequest;
    private final Impact inAnswer;

    ChangeKind(String aspect, String words, Impact everywhere) {
        this(aspect, words, everywhere, everywhere);
    }

    ChangeKind(String aspect, String words, Impact inRequest, Impact inAnswer) {
        this.aspect = aspect;
        this.words = words;
        this.inRequest = inRequest;
        this.inAnswer = inAnswer;
    }

    Impact impact(Location place) {
        return place.isInAnswer() ? inAnswer : inRequest;
    }
}
