"""The one way to the public: gate, rendering, sync, relay."""
