package co.seam.instantkeys.wiremock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Calls a sandbox over a real socket, as a program in any language would. Validates each response of the sandbox
 * against the contract, and each request that it accepts, except those that exceed the contract on purpose.
 */
final class Caller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SeamSandbox sandbox;

    Caller(SeamSandbox sandbox) {
        this.sandbox = sandbox;
    }

    Response post(String path, String json) {
        Response response = postBeyondContract(path, json);
        if (response.isFromSandbox() && response.status() < 400) {
            Contract.requireRequest(path, json);
        }
        return response;
    }

    /** Sends a request that the sandbox accepts and the contract does not allow. */
    Response postBeyondContract(String path, String json) {
        return send(request(path)
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Starts a request to the path, without headers and body. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path));
    }

    Response send(HttpRequest.Builder request) {
        try {
            Response response = new Response(HTTP.send(request.build(), BodyHandlers.ofString()));
            if (response.isFromSandbox()) {
                Contract.requireResponse(response.http);
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String createUserIdentity() {
        return post("/user_identities/create", "{}").text("user_identity.user_identity_id");
    }

    /** Creates a grant for Room 101 and a new user identity, with one access method for each mode. */
    Response createGrant(String... modes) {
        return createGrantWith("\"user_identity\": {}", modes);
    }

    /** @param fields further fields of the request, among them the user identity */
    Response createGrantWith(String fields, String... modes) {
        String methods =
                Stream.of(modes).map(mode -> "{\"mode\": \"" + mode + "\"}").collect(Collectors.joining(", "));
        return post("/access_grants/create", """
                {"acs_entrance_ids": ["%s"], "requested_access_methods": [%s], %s}
                """.formatted(sandbox.acsEntranceId("Room 101"), methods, fields));
    }

    Response accessMethod(String accessMethodId) {
        return post("/access_methods/get", "{\"access_method_id\": \"" + accessMethodId + "\"}");
    }

    Response accessGrant(String accessGrantId) {
        return post("/access_grants/get", "{\"access_grant_id\": \"" + accessGrantId + "\"}");
    }

    /** Returns the types of all events that match, oldest first. */
    List<String> eventTypes(String filter) {
        return post("/events/list", "{\"since\": \"2000-01-01T00:00:00Z\", " + filter + "}")
                .texts("events", "event_type");
    }

    String generateKey(String userIdentityId) {
        return post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + userIdentityId + "\"}")
                .text("instant_key.instant_key_id");
    }

    static final class Response {
        final HttpResponse<String> http;
        final JsonObject body;

        Response(HttpResponse<String> http) {
            this.http = http;
            this.body = JsonParser.parseString(http.body()).getAsJsonObject();
        }

        /** False if a stub of the test sent the response. */
        boolean isFromSandbox() {
            return http.headers().firstValue("seam-request-id").isPresent();
        }

        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        boolean has(String path) {
            int dot = path.lastIndexOf('.');
            JsonElement parent = dot < 0 ? body : at(path.substring(0, dot));
            return parent.getAsJsonObject().has(path.substring(dot + 1));
        }

        /** Returns the value at a dotted path. A number is an index of an array, or the name of a field. */
        JsonElement at(String path) {
            JsonElement element = body;
            for (String name : path.split("\\.")) {
                element = element.isJsonArray()
                        ? element.getAsJsonArray().get(Integer.parseInt(name))
                        : element.getAsJsonObject().get(name);
                if (element == null) {
                    throw new AssertionError("no " + name + " of " + path + " in " + body);
                }
            }
            return element;
        }

        String text(String path) {
            return at(path).getAsString();
        }

        /** Returns one field of every object in a list. */
        List<String> texts(String list, String field) {
            return StreamSupport.stream(at(list).getAsJsonArray().spliterator(), false)
                    .map(item -> item.getAsJsonObject().get(field).getAsString())
                    .toList();
        }

        /** Returns a list of strings. */
        List<String> strings(String list) {
            return StreamSupport.stream(at(list).getAsJsonArray().spliterator(), false)
                    .map(JsonElement::getAsString)
                    .toList();
        }

        /** Returns the validation errors of a parameter, by its dotted path; the empty path is the whole request. */
        List<String> problems(String path) {
            String node = path.isEmpty() ? "" : path + ".";
            return strings("error.validation_errors." + node + "_errors");
        }
    }
}
