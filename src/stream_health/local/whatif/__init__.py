"""``stream-health whatif``: a changed configuration or model over recorded history."""
