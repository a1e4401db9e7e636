import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRouterOf } from "./routes.tsx";
import { theme } from "./theme.ts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream says when something happened; without it a list is read again now and then.
      staleTime: 10_000,
      refetchInterval: 30_000,
      retry: 1,
      // On reload or reset of the chain the old rows would be wrong.
      refetchOnWindowFocus: true,
    },
  },
});

const router = createRouterOf();

/** The whole page. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
