package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;

/** Validates requests and responses against {@code openapi/seam.yaml}. */
final class Contract {
    private static final String FILE = file();
    private static final OpenAPI DOCUMENT = new OpenAPIV3Parser().read(FILE);
    private static final OpenApiInteractionValidator VALIDATOR = OpenApiInteractionValidator.createForSpecificationUrl(
                    Path.of(FILE).toUri().toString())
            .build();

    private Contract() {}

    private static String file() {
        String path = System.getProperty("seam.openapi");
        assertThat(path)
                .as("system property seam.openapi, the path of openapi/seam.yaml")
                .isNotNull();
        return path;
    }

    static OpenAPI document() {
        return DOCUMENT;
    }

    static Set<String> paths() {
        return DOCUMENT.getPaths().keySet();
    }

    static boolean isRead(String path) {
        return Boolean.TRUE.equals(
                DOCUMENT.getPaths().get(path).getPost().getExtensions().get("x-retry-safe"));
    }

    /** Returns the schema that a reference refers to, or the schema itself if it is none. */
    static Schema<?> resolved(Schema<?> schema) {
        String reference = schema.get$ref();
        return reference == null
                ? schema
                : DOCUMENT.getComponents().getSchemas().get(nameIn(reference));
    }

    /** Returns the schema name of the success response. */
    static String responseSchema(String path) {
        return nameIn(DOCUMENT.getPaths()
                .get(path)
                .getPost()
                .getResponses()
                .get("200")
                .getContent()
                .get("application/json")
                .getSchema()
                .get$ref());
    }

    private static String nameIn(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    static void requireRequest(String path, String json) {
        requireNoErrors(
                path,
                VALIDATOR.validateRequest(SimpleRequest.Builder.post(path)
                        .withContentType("application/json")
                        .withAuthorization("Bearer seam_test")
                        .withBody(json)
                        .build()));
    }

    /** Skips responses to paths that are not in the contract. They are the same for all HTTP methods of a path. */
    static void requireResponse(HttpResponse<String> response) {
        String path = response.request().uri().getRawPath();
        if (paths().contains(path)) {
            requireResponse(
                    path,
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        }
    }

    static void requireResponse(String path, int status, String contentType, String body) {
        requireNoErrors(
                path,
                VALIDATOR.validateResponse(
                        path,
                        Method.POST,
                        new SimpleResponse.Builder(status)
                                .withContentType(contentType)
                                .withBody(body)
                                .build()));
    }

    private static void requireNoErrors(String path, ValidationReport report) {
        assertThat(report.getMessages().stream()
                        .filter(message -> message.getLevel() == Level.ERROR)
                        .map(message -> message.getKey() + ": " + message.getMessage()))
                .as("contract of %s", path)
                .isEmpty();
    }
}
