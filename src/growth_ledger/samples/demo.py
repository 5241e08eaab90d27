DEMO={}
def demo_events(today): return []
