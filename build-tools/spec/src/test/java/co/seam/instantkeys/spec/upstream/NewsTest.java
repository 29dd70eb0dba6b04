package co.seam.instantkeys.spec.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.Sample;
import co.seam.instantkeys.spec.openapi.Document;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NewsTest {
    private static final String POST = "/paths/~1doors~1list/post";
    private static final String DOOR = "/components/schemas/door";
    private static final String ERRORS = DOOR + "/properties/errors";

    private Document ours;

    @BeforeEach
    void readOurs() throws IOException {
        ours = document(new Edited("", Sample.tree())
                .put(
                        ERRORS,
                        "{type: 'array', description: 'Oh.', items: {type: 'object', additionalProperties: true}}"));
    }

    static List<Edited> changes() throws IOException {
        return List.of(
                edited("operation")
                        .put("/paths/~1gates~1get", "{post: {}}")
                        .expect("ADDITIVE operation /gates/get post" + " missing: new operation"),
                edited("operation of the API's own pages")
                        .put("/paths/~1gates~1get", "{post: {'x-undocumented': 'Internal.'}}")
                        .expect("ADDITIVE operation /gates/get post missing: new operation: undocumented"),
                edited("resource")
                        .put("/components/schemas/gate", "{type: 'object'}")
                        .expect("ADDITIVE resource gate . missing: new resource"),
                edited("text of an operation")
                        .put(POST + "/description", "'At most 10.'")
                        .expect("TO_READ operation /doors/list description text: text changed"),
                edited("text of a field")
                        .put(DOOR + "/properties/width/description", "'Centimetres.'")
                        .expect("TO_READ resource door width text: text changed"),
                edited("text of a variant")
                        .put(ERRORS + "/items/oneOf/0/description", "'It burnt.'")
                        .expect("TO_READ resource door errors[]{burnt} text: text changed"),
                edited("keyword")
                        .put(POST + "/x-draft", "'Early\\n access.'")
                        .expect("TO_READ operation /doors/list . keyword: keyword changed: x-draft: none -> Early"
                                + " access."),
                edited("keyword of a field")
                        .put(DOOR + "/properties/width/x-undocumented", "'Internal.'")
                        .expect("TO_READ resource door width keyword: keyword changed: x-undocumented: none ->"
                                + " Internal."),
                edited("field of one variant that another has")
                        .put(ERRORS + "/items/oneOf/1/properties/since", "{type: 'string'}")
                        .expect("ADDITIVE resource door errors[]{stuck}.since missing: field added: string"),
                edited("field required in one variant")
                        .put(ERRORS + "/items/oneOf/1/required", "['code', 'part']")
                        .expect("ADDITIVE resource door errors[]{stuck}.part required: made required"),
                edited("variants in another order")
                        .put(
                                ERRORS + "/items/oneOf",
                                "[" + variant("stuck", "part", "string") + "," + variant("burnt", "since", "string")
                                        + "]"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void of_oneChange_isReportedAlone(Edited now) throws IOException {
        List<Difference> news = News.of(ours, Optional.of(document(edited(""))), document(now));

        assertThat(news)
                .extracting(news1 -> news1.impact().name() + " " + news1.at() + ": " + news1.text())
                .isEqualTo(now.findings);
    }

    @Test
    void of_changedText_hasTheOldTheNewAndOurs() throws IOException {
        Edited now = edited("").put(DOOR + "/properties/width/description", "'Centimetres,\\n at most 90.'");

        List<Difference> news = News.of(ours, Optional.of(document(edited(""))), document(now));

        assertThat(news.get(0).texts().lines())
                .containsEntry("was", "Metres.")
                .containsEntry("now", "Centimetres, at most 90.")
                .containsEntry("ours", "Metres.");
    }

    @Test
    void of_changesThatTheComparisonWithTheContractShows_areNotRepeated() throws IOException {
        Edited now = edited("")
                .put(DOOR + "/properties/size", "{type: 'integer', description: 'New.'}")
                .put(DOOR + "/properties/width/deprecated", "true")
                .put(DOOR + "/properties/width/x-deprecated", "'Use size.'")
                .put(ERRORS + "/items/oneOf/0/properties/brand_new", "{type: 'string'}")
                .put(POST + "/x-has-required-parameters", "true");

        assertThat(News.of(ours, Optional.of(document(edited(""))), document(now)))
                .isEmpty();
    }

    @Test
    void of_textsThatTheContractDoesNotDescribe_areNoFindings() throws IOException {
        Edited before = edited("").put(DOOR + "/properties/inner", "{type: 'string', description: 'One.'}");
        Edited now = edited("").put(DOOR + "/properties/inner", "{type: 'string', description: 'Two.'}");

        assertThat(News.of(ours, Optional.of(document(before)), document(now))).isEmpty();
    }

    /** The lock of a part of the document says nothing about the rest. */
    @Test
    void of_wholeDocumentAfterAPart_reportsOperationsBesideOursOnly() throws IOException {
        Edited now = edited("").put("/paths/~1doors~1get", "{post: {}}").put("/paths/~1gates~1get", "{post: {}}");
        now.put("/paths/~1gates~1list", "{post: {}}");

        assertThat(News.of(ours, Optional.of(document(edited(""))), document(now)))
                .extracting(Difference::at)
                .containsExactly("operation /doors/get post missing");
    }

    private static Edited edited(String name) throws IOException {
        return new Edited(name, Sample.tree())
                .put(
                        ERRORS,
                        "{type: 'array', items: {oneOf: [" + variant("burnt", "since", "string") + ","
                                + variant("stuck", "part", "string") + "]}}");
    }

    private static String variant(String code, String field, String type) {
        return "{type: 'object', description: 'Oh.', properties: {code: {type: 'string', enum: ['" + code + "']}, "
                + field + ": {type: '" + type + "'}}, required: ['code']}";
    }

    private static Document document(Edited edited) {
        return Document.parse("theirs.json", edited.json());
    }
}
