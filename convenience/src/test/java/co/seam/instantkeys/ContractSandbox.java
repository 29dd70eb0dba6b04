package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.SeamSandbox;
import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox that is reset for each test and makes a contract test of it: afterwards, all requests and responses are
 * validated against {@code openapi/seam.yaml}. Only a request that got an error response may violate it.
 */
final class ContractSandbox implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final OpenApiInteractionValidator CONTRACT = OpenApiInteractionValidator.createForSpecificationUrl(
                    Path.of(System.getProperty("seam.openapi")).toUri().toString())
            .build();

    /** The operations that succeeded, with request and response as in the contract. */
    private final Set<String> covered = new TreeSet<>();

    private SeamSandbox sandbox;
    private Seam seam;
    private Seam hasty;

    @Override
    public void beforeAll(ExtensionContext context) {
        // all of a test are validated after it
        sandbox = SeamSandbox.builder().maxRecordedRequests(Integer.MAX_VALUE).start();
        seam = Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .build();
        hasty = Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .clock(new SandboxTime(sandbox))
                .build();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sandbox.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (ServeEvent event : sandbox.wireMock().getAllServeEvents()) {
            if (event.getStubMapping().getPriority() != null
                    && event.getStubMapping().getPriority() == Integer.MAX_VALUE) {
                assertKeepsContract(event);
                if (event.getResponse().getStatus() == 200) {
                    covered.add(event.getRequest().getUrl());
                }
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        seam.close();
        hasty.close();
        sandbox.close();
    }

    Set<String> covered() {
        return covered;
    }

    SeamSandbox sandbox() {
        return sandbox;
    }

    /** A client of the sandbox. */
    Seam seam() {
        return seam;
    }

    /** A client that does not wait: its pauses move the clock of the sandbox. */
    Seam hasty() {
        return hasty;
    }

    /** The request bodies of one operation, oldest first. */
    List<String> bodies(String path) {
        return sandbox.wireMock().getAllServeEvents().stream()
                .sorted((a, b) ->
                        a.getRequest().getLoggedDate().compareTo(b.getRequest().getLoggedDate()))
                .filter(event -> event.getRequest().getUrl().equals(path))
                .map(event -> event.getRequest().getBodyAsString())
                .toList();
    }

    private static void assertKeepsContract(ServeEvent event) {
        LoggedRequest request = event.getRequest();
        LoggedResponse response = event.getResponse();
        if (response.getFault() != null) { // the connection was broken: there was no response
            return;
        }
        boolean isError = response.getStatus() >= 400;
        if (!isError) {
            assertNoErrors(request, CONTRACT.validateRequest(request(request)));
        }
        assertNoErrors(request, CONTRACT.validateResponse(request.getUrl(), Request.Method.POST, response(response)));
    }

    private static void assertNoErrors(LoggedRequest request, ValidationReport report) {
        assertThat(report.getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .map(message -> message.getKey() + ": " + message.getMessage()))
                .as("contract of %s", request.getUrl())
                .isEmpty();
    }

    private static Request request(LoggedRequest request) {
        return new SimpleRequest.Builder(request.getMethod().value(), request.getUrl())
                .withContentType(request.contentTypeHeader().firstValue())
                .withAuthorization(request.getHeader("Authorization"))
                .withBody(request.getBodyAsString())
                .build();
    }

    private static SimpleResponse response(LoggedResponse response) {
        return new SimpleResponse.Builder(response.getStatus())
                .withContentType(response.getHeaders().getContentTypeHeader().firstValue())
                .withBody(response.getBodyAsString())
                .build();
    }
}
