/* Calls the library of a platform for which the examples are not built: smoke BASE SPARTAN_TOKEN PLAYER. */

#include <halo_infinite.h>

#include <stdio.h>
#include <string.h>

static int failed(const char *what, HaloError *error) {
    printf("%s: error %d: %s\n", what, (int)halo_error_code(error), halo_error_message(error));
    halo_error_close(error);
    return 1;
}

int main(int count, char **arguments) {
    char text[4096];
    HaloClient *client = NULL;
    HaloResponse *response = NULL;
    HaloError *error = NULL;

    if (count != 4) {
        return 2;
    }
    if (halo_check_abi(HALO_ABI_VERSION, &error) != HALO_CODE_OK) {
        return failed("version", error);
    }
    snprintf(text, sizeof text, "{\"environment\": \"%s\", \"spartan_token\": \"%s\"}", arguments[1], arguments[2]);
    if (halo_client_new(text, NULL, &client, &error) != HALO_CODE_OK) {
        return failed("client", error);
    }
    snprintf(text, sizeof text, "{\"player\": \"%s\", \"count\": 1}", arguments[3]);
    if (halo_call(client, "stats.match_history", text, NULL, NULL, &response, &error) != HALO_CODE_OK) {
        return failed("call", error);
    }
    printf("%.80s\n", halo_response_json(response));
    halo_response_close(response);
    halo_client_close(client);
    /* The client is closed now. */
    if (halo_call(client, "stats.match_history", text, NULL, NULL, &response, &error) != HALO_CODE_CLOSED_HANDLE) {
        return 3;
    }
    printf("%s\n", halo_error_message(error));
    return halo_error_close(error) == HALO_CODE_OK ? 0 : 4;
}
