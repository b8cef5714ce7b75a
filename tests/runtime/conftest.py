"""Topics for one worker of two partition numbers."""

from collections.abc import Callable

import pytest
from tests.support.counting import Names, create_topics


@pytest.fixture
async def names(bootstrap: str, topic_name: Callable[[str], str]) -> Names:
    topics = (topic_name("clock"), topic_name("usage"))
    made = Names(topics, topic_name("out"), topic_name("state"), topic_name("group"), 2)
    await create_topics(bootstrap, made)
    return made
