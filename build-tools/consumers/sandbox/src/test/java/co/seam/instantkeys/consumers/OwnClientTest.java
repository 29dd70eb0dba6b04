package co.seam.instantkeys.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.seam.instantkeys.generated.model.Workspace;
import co.seam.instantkeys.wiremock.SeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandboxExtension;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SeamSandboxExtension.class)
class OwnClientTest {
    @Test
    void workspace_clientOfTheJdk_isThatOfTheSandbox(SeamSandbox sandbox) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/workspaces/get"))
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertEquals(200, response.statusCode());
        JsonObject workspace =
                new Gson().fromJson(response.body(), JsonObject.class).getAsJsonObject("workspace");
        assertEquals(
                sandbox.workspaceId(),
                new Gson().fromJson(workspace, Workspace.class).getWorkspaceId());
    }

    @Test
    void workspace_unknownKey_is401(SeamSandbox sandbox) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/workspaces/get"))
                .header("Authorization", "Bearer seam_unknown")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertEquals(401, response.statusCode());
        assertTrue(response.body().contains("\"error\""), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"co.seam.instantkeys.Seam", "okhttp3.OkHttpClient", "retrofit2.Retrofit", "kotlin.Unit"})
    void classPath_sandboxAlone_hasNoClient(String type) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(type));
    }
}
