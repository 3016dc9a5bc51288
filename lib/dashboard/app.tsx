import { QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { createAnswerCache } from './api.ts';
import { TooltipProvider } from './components/controls/tooltip.tsx';
import { Shell } from './components/shell/shell.tsx';
import { watchAnswers } from './hooks/collector-state.ts';
import { paths } from './links.ts';
import { LoginPage } from './pages/login-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { ProblemPage } from './pages/problem-page.tsx';
import { SessionsPage } from './pages/sessions-page.tsx';
import { parseSearch, printSearch, readSessionSearch, readSessionsSearch } from './search.ts';

const root = createRootRoute({
  component: () => <Shell login={<LoginPage />} />,
  notFoundComponent: () => <NotFoundPage />,
});

const routeTree = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: paths.sessions,
    validateSearch: readSessionsSearch,
    component: SessionsPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: paths.session,
    validateSearch: readSessionSearch,
    component: lazyRouteComponent(() => import('./pages/session-page.tsx'), 'SessionPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: paths.conversation,
    component: lazyRouteComponent(() => import('./pages/conversation-page.tsx'), 'ConversationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: paths.delivery,
    component: lazyRouteComponent(() => import('./pages/delivery-page.tsx'), 'DeliveryPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: paths.settings,
    component: lazyRouteComponent(() => import('./pages/settings-page.tsx'), 'SettingsPage'),
  }),
]);

const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch: printSearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ({ error }) => <ProblemPage error={error} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** Whether an event covers the page. The browser's back button closes it. */
    readonly isSheet?: boolean;
  }
}

const answers = createAnswerCache();
watchAnswers(answers.getQueryCache());

/** The whole dashboard. */
export function App() {
  return (
    <QueryClientProvider client={answers}>
      <TooltipProvider>
        <RouterProvider router={router} />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
